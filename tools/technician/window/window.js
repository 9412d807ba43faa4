/** Shows the state again and again; a form per act, made from what the act wants. */
const find = (id) => document.getElementById(id);
const lookEveryMs = 400;

async function send(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  find('said').textContent = answer.ok ? '' : await answer.text();
  await show();
}

async function show() {
  const state = await (await fetch('/state')).json();
  find('address').textContent = `${state.address}${state.plugged ? '' : ' (unplugged)'}`;
  find('plug').textContent = state.plugged ? 'Unplug' : 'Plug in';
  find('plug').onclick = () => send('/line', { line: state.plugged ? 'unplug' : 'replug' });
  showFaults(state);
  showLook(state.look);
  if (find('acts').childElementCount === 0) showActs(state.acts);
}

function showFaults({ fault, faults }) {
  const select = find('fault');
  if (select.options.length === 0) {
    select.append(...faults.map((name) => new Option(name, name)));
    select.onchange = () => send('/line', { line: `fault ${select.value}` });
  }
  if (document.activeElement !== select) select.value = fault;
}

function showLook(look) {
  const shown = Object.entries(look).flatMap(([name, value]) => {
    const label = document.createElement('b');
    label.textContent = name;
    const output = document.createElement('output');
    output.style.whiteSpace = 'pre-wrap';
    output.textContent = Array.isArray(value) ? value.join('\n') : value;
    return [label, output];
  });
  find('look').replaceChildren(...shown);
}

function showActs(acts) {
  find('acts').replaceChildren(...Object.entries(acts).map(([name, schema]) => form(name, schema)));
}

function form(name, { properties = {} }) {
  const element = document.createElement('form');
  const fields = Object.entries(properties).map(([key, want]) => {
    const input = inputFor(want);
    const label = document.createElement('label');
    label.append(`${key} `, input);
    element.append(label);
    return [key, want, input];
  });
  const button = document.createElement('button');
  button.textContent = name;
  element.append(button);
  element.onsubmit = (event) => {
    event.preventDefault();
    const given = fields.filter(([, , input]) => input.type === 'checkbox' || input.value !== '');
    const body = Object.fromEntries(
      given.map(([key, want, input]) => [key, answerOf(want, input)]),
    );
    send(`/act/${encodeURIComponent(name)}`, body);
  };
  return element;
}

function inputFor({ type, enum: options }) {
  if (options) {
    const select = document.createElement('select');
    select.append(...options.map((option) => new Option(option, option)));
    return select;
  }
  const input = document.createElement('input');
  if (type === 'boolean') input.type = 'checkbox';
  return input;
}

/** Anything that is neither text, number nor choice is typed as JSON. */
function answerOf({ type, enum: options }, input) {
  if (type === 'boolean') return input.checked;
  if (type === 'string' || options) return input.value;
  try {
    return JSON.parse(input.value);
  } catch {
    return input.value;
  }
}

await show();
setInterval(() => show().catch(() => {}), lookEveryMs);
