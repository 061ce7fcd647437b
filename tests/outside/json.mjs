// Lets Node import the JSON that the workflow parser brings, which it names without saying its type.
import { register } from "node:module";

const load = `export const load = (url, context, next) =>
  next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);`;
register(`data:text/javascript,${encodeURIComponent(load)}`);
