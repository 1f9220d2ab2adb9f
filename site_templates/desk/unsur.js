// Elements. Text is only ever set as text, so nothing in a record can become markup.

export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false && child !== ""));
  return element;
}

export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);

export const badge = (status, name) => h("span", { class: `lencana s-${status}` }, name);

/** A button that says which key does the same. */
export function keyButton(key, label, action, attributes = {}) {
  return h(
    "button",
    { type: "button", "aria-keyshortcuts": key, onclick: action, ...attributes },
    h("kbd", { "aria-hidden": "true" }, key), " ", label,
  );
}

/** Term and description, left out where there is nothing to say. */
export const pair = (term, ...value) => (value.some(Boolean) ? [h("dt", {}, term), h("dd", {}, ...value)] : []);
