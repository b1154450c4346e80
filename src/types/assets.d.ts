/** Files of `templates/` are bundled as text. */
declare module "*.service" {
    const text: string;
    export default text;
}
declare module "*.conf" {
    const text: string;
    export default text;
}
declare module "*.css";
