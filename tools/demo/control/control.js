// The bench of emulated devices: shows what they show, does what a hand would do to them.
const words = {
  en: {
    title: 'Emulated devices',
    subtitle: 'What a hand would do to the real ones',
    pad: 'PIN pad',
    typePin: 'Type 123456 and Enter',
    fault: 'Misbehave',
    tampered: 'Tampered with',
    reader: 'Card reader',
    host: "Acquirer's next answer",
    hostNote: 'One sale only; the reversal after it is answered.',
    printer: 'Receipt printer',
    cover: 'Cover open',
    jam: 'Jammed',
    network: 'Network',
    scanner: 'Scanner',
    scan: 'Scan',
    scanText: 'Any code',
    scale: 'Scale',
    grams: 'Grams',
    'goods-stable': 'Lies still',
    'goods-moving': 'Moves',
    'goods-under-zero': 'Lifted plate',
    'goods-over-limit': 'Too heavy',
    'goods-fault': 'Scale fault',
    takeOff: 'Take it off',
    customerDisplay: 'Customer display',
    unplug: 'Unplug',
    plug: 'Plug in',
    pull: 'Pull the cable',
    'back-office': 'Back office',
    acquirer: 'Acquirer',
    none: 'well',
    ok: 'Paper',
    low: 'Nearly out',
    out: 'Out',
    drawerOpen: 'Drawer: open',
    drawerShut: 'Drawer: shut',
    shut: 'Shut it',
    approve: 'Approve',
    lost: 'Lose the request',
    'wrong-amount': 'Confirm another amount',
    'extra-field': 'Add a field of its own',
    'wrong-keys': 'Give wrong keys',
    'sign-on-again': 'Ask for a new sign-on',
    decline: 'Decline',
    silent: 'Stay silent',
    late: 'Answer late',
    garbage: 'Answer garbage',
    nak: 'Refuse everything',
    'wrong-lrc': 'Wrong check byte',
    slow: 'As slow as 300 baud',
    'wrong-mac': 'Wrong MAC',
    'drop-connection': 'Drop the line',
  },
  zh: {
    title: '模拟设备',
    subtitle: '代替人手操作真实设备',
    pad: '密码键盘',
    typePin: '输入 123456 并确认',
    fault: '故障',
    tampered: '被拆动',
    reader: '读卡器',
    host: '收单主机下一次应答',
    hostNote: '只影响一笔消费;随后的冲正会得到应答。',
    printer: '小票打印机',
    cover: '开盖',
    jam: '卡纸',
    network: '网络',
    scanner: '扫码枪',
    scan: '扫描',
    scanText: '任意条码',
    scale: '电子秤',
    grams: '克',
    'goods-stable': '静止',
    'goods-moving': '晃动',
    'goods-under-zero': '秤盘抬起',
    'goods-over-limit': '超重',
    'goods-fault': '秤故障',
    takeOff: '取走',
    customerDisplay: '客显',
    unplug: '拔掉',
    plug: '插上',
    pull: '拔网线',
    'back-office': '后台',
    acquirer: '收单方',
    none: '正常',
    ok: '有纸',
    low: '将尽',
    out: '无纸',
    drawerOpen: '钱箱:打开',
    drawerShut: '钱箱:关闭',
    shut: '关上',
    approve: '批准',
    lost: '请求丢失',
    'wrong-amount': '确认另一金额',
    'extra-field': '附加自有域',
    'wrong-keys': '下发错误密钥',
    'sign-on-again': '要求重新签到',
    decline: '拒绝',
    silent: '不应答',
    late: '迟到应答',
    garbage: '乱码应答',
    nak: '一律拒绝',
    'wrong-lrc': '校验字节错误',
    slow: '慢如 300 波特',
    'wrong-mac': 'MAC 错误',
    'drop-connection': '断开连接',
  },
};

const devices = ['pin-pad', 'card-reader', 'printer', 'scanner', 'scale', 'customer-display'];
let language = navigator.language.startsWith('zh') ? 'zh' : 'en';
const element = (id) => document.getElementById(id);
const word = (key) => words[language][key] ?? key;

async function act(name, input = {}) {
  const answer = await fetch(`/act/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  element('message').textContent = answer.ok ? '' : await answer.text();
  await refresh();
}

function button(label, onPress, { pressed, testid, out } = {}) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  if (pressed !== undefined) made.setAttribute('aria-pressed', String(pressed));
  if (testid) made.dataset.testid = testid;
  if (out) made.className = 'out';
  made.addEventListener('click', onPress);
  return made;
}

const cableButton = (cable, plugged, pullWord) =>
  button(
    plugged ? word(pullWord) : word('plug'),
    () => act(plugged ? 'unplug' : 'plug', { cable }),
    { out: !plugged, testid: `cable-${cable}` },
  );

function showTexts() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const node of document.querySelectorAll('[data-text]')) {
    node.textContent = word(node.dataset.text);
  }
  element('scan-text').placeholder = word('scanText');
  element('scan-text').setAttribute('aria-label', word('scanText'));
}

// Rebuilding only what changed keeps the focus of somebody who works this page by keyboard.
const shown = new Map();
function fill(id, value, make) {
  const key = JSON.stringify([language, value]);
  if (shown.get(id) === key) return;
  shown.set(id, key);
  element(id).replaceChildren(...make());
}

function show(state) {
  element('display').textContent = state.pad.display.join('\n');
  for (const device of devices) {
    const plugged = state.cables[device];
    fill(`${device}-cable`, plugged, () => [cableButton(device, plugged, 'unplug')]);
  }
  const networks = [state.cables['back-office'], state.cables.acquirer];
  fill('cables', networks, () =>
    ['back-office', 'acquirer'].map((cable) => {
      const plugged = state.cables[cable];
      const made = cableButton(cable, plugged, 'pull');
      made.textContent = `${word(cable)}: ${made.textContent}`;
      return made;
    }),
  );
  fill('cards', state.cards, () =>
    state.cards.map((card) =>
      button(`${card.maskedPan} · ${card.note}`, () => act('swipe', { card: card.id }), {
        testid: `swipe-${card.id}`,
      }),
    ),
  );
  fill('host', state.host.next, () =>
    state.host.modes.map((mode) =>
      button(word(mode), () => act('host', { mode }), {
        pressed: state.host.next === mode,
        testid: `host-${mode}`,
      }),
    ),
  );
  fill('paper', state.printer.paper, () =>
    ['ok', 'low', 'out'].map((paper) =>
      button(word(paper), () => act('paper', { paper }), {
        pressed: state.printer.paper === paper,
        testid: `paper-${paper}`,
      }),
    ),
  );
  fill('drawer', state.printer.drawerOpen, () => [
    document.createTextNode(`${word(state.printer.drawerOpen ? 'drawerOpen' : 'drawerShut')} `),
    ...(state.printer.drawerOpen ? [button(word('shut'), () => act('shut-drawer'))] : []),
  ]);
  if (shown.get('pictures') !== state.printer.pictures && state.printer.pictures > 0) {
    shown.set('pictures', state.printer.pictures);
    element('receipt').src = `/receipt.svg?${state.printer.pictures}`;
  }
  for (const flag of document.querySelectorAll('[data-flag]')) {
    flag.checked = state.flags[flag.dataset.flag];
  }
  for (const select of document.querySelectorAll('[data-fault]')) {
    if (select.options.length === 0) {
      select.append(...state.faults.map((fault) => new Option(word(fault), fault)));
    }
    if (document.activeElement !== select) select.value = state.fault[select.dataset.fault];
  }
  fill('codes', state.codes, () =>
    state.codes.map(({ name, code }) =>
      button(`${code} · ${name[language]}`, () => act('scan', { text: code }), {
        testid: `scan-${code}`,
      }),
    ),
  );
  showScale(state);
  element('customer-display').textContent = state.customerDisplay.join('\n');
}

function showScale({ scale, goodsStates }) {
  element('weight').textContent = scale.weight;
  fill('goods', scale.state, () => [
    ...goodsStates.map((goods) =>
      button(word(`goods-${goods}`), () => putGoods(goods), {
        pressed: scale.state === goods,
        testid: `goods-${goods}`,
      }),
    ),
    button(word('takeOff'), () => act('weight', { grams: 0, state: 'stable' }), {
      testid: 'goods-off',
    }),
  ]);
}

const putGoods = (state) => act('weight', { grams: Number(element('grams').value), state });

async function refresh() {
  show(await (await fetch('/state')).json());
}

for (const key of ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'cancel', '0', 'enter']) {
  const label = { cancel: '✕', enter: '↵' }[key] ?? key;
  element('keys').append(button(label, () => act('key', { key }), { testid: `pad-key-${key}` }));
}
document
  .querySelector('[data-act="pad.pin"]')
  .addEventListener('click', () => act('type-pin', { pin: '123456' }));
for (const flag of document.querySelectorAll('[data-flag]')) {
  flag.addEventListener('change', () => act('flag', { flag: flag.dataset.flag, on: flag.checked }));
}
for (const select of document.querySelectorAll('[data-fault]')) {
  select.addEventListener('change', () =>
    act('misbehave', { device: select.dataset.fault, fault: select.value }),
  );
}
element('scan').addEventListener('submit', (event) => {
  event.preventDefault();
  act('scan', { text: element('scan-text').value });
});
element('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  shown.clear();
  for (const select of document.querySelectorAll('[data-fault]')) select.replaceChildren();
  showTexts();
  refresh();
});
showTexts();
refresh();
setInterval(() => refresh().catch(() => {}), 400);
