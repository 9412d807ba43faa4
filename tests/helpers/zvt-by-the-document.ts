/**
 * A ZVT terminal and a ZVT till over TCP, written from PA00P015 rev. 13.08 alone (as told in ../shared/protocols/
 * zvt-commands.md): bytes by hand, nothing of our driver, our emulator or their tables is imported here, so that none of them
 * can share a misreading with this.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What the till's turn ends with. */
export type DocumentEnd = 'completion' | 'first answer' | 'entry' | 'status information';

export type DocumentRow = Readonly<{
  name: string;
  /** Section of PA00P015. */
  section: string;
  /** As a till sends it. */
  command: string;
  end: DocumentEnd;
  /** What a terminal says, in order, after a first answer that is no end. */
  says?: readonly string[];
}>;

const password = '00 00 00';
const completion = '06 0F 00';
const approved = '04 0F 0D 27 00 04 00 00 00 00 10 10 0B 00 01 63';

const completed = (
  name: string,
  section: string,
  command: string,
  ...says: string[]
): DocumentRow => ({
  name,
  section,
  command,
  end: 'completion',
  says: [...says, completion],
});
const row = (name: string, section: string, end: DocumentEnd, command: string): DocumentRow => ({
  name,
  section,
  command,
  end,
});

/** Every row of "How a command ends". */
export const documentRows: readonly DocumentRow[] = [
  completed('registration', '2.1', `06 00 06 ${password} 06 09 78`),
  completed('authorisation', '2.2', '06 01 0A 04 00 00 00 00 10 10 49 09 78', approved),
  completed('reservation', '2.8', '06 22 0A 04 00 00 00 00 10 10 49 09 78', approved),
  completed('partial reversal', '2.10', '06 23 0A 87 01 63 04 00 00 00 00 10 10', approved),
  completed('book total', '2.13', '06 24 0A 87 01 63 04 00 00 00 00 10 10', approved),
  completed('reversal', '2.9', `06 30 06 ${password} 87 01 63`, approved),
  completed('refund', '2.15', `06 31 0A ${password} 04 00 00 00 00 10 10`, approved),
  completed('end of day', '2.16', `06 50 03 ${password}`, '04 0F 09 27 00 04 00 00 00 00 10 10'),
  completed('diagnosis', '2.17', '06 70 00'),
  completed('initialisation', '2.18', `06 93 03 ${password}`),
  completed('reprint receipts', '2.19', `06 12 03 ${password}`, '06 D1 01 81'),
  completed('repeat receipt', '2.20', `06 20 03 ${password}`, approved),
  completed('set date and time', '2.25', `06 91 0B ${password} AA 26 11 22 0C 16 30 05`),
  completed('select language', '2.36', '08 30 01 00'),
  completed('software update', '2.37', '08 10 00'),
  completed('read file', '2.38', '08 11 00'),
  completed('delete file', '2.39', '08 12 00'),
  completed('change configuration', '2.40', '08 13 00'),
  completed('write file', '2.41', `08 14 03 ${password}`),
  completed('tax free', '2.42', '06 0A 00'),
  completed(
    'turnover totals',
    '2.43',
    `06 10 03 ${password}`,
    '04 0F 09 27 00 04 00 00 00 00 10 10',
  ),
  completed('print configuration', '2.45', '06 1A 00', '06 D1 01 81'),
  completed('set terminal id', '2.46', `06 1B 08 ${password} 29 29 00 10 06`),
  completed('send offline transactions', '2.47', `06 51 03 ${password}`),
  completed('self-test', '2.48', '06 79 00'),
  completed('change password', '2.49', `06 95 06 ${password} 12 34 56`),
  completed('service mode', '2.55', '08 01 00'),
  {
    name: 'status enquiry',
    section: '2.56',
    command: '05 01 00',
    end: 'completion',
    says: ['06 0F 01 00'],
  },
  completed('card poll with authorisation', '2.65', '06 E6 07 04 00 00 00 00 10 10', approved),
  completed('reset', '2.44', '06 18 00'),
  row('log-off', '2.24', 'first answer', '06 02 00'),
  row('activate card reader', '2.22', 'first answer', '08 50 02 FA 01'),
  row('display text', '2.26', 'first answer', '06 E0 06 F0 05 F1 F0 F1 41'),
  row('display text, old', '2.27', 'first answer', '06 85 03 00 41 00'),
  row('change baud rate', '2.57', 'first answer', '08 40 01 07'),
  row('switch protocol', '2.61', 'first answer', '08 02 01 01'),
  row('MAC calculation', '2.62', 'first answer', '06 E5 00'),
  row('close card session', '2.64', 'first answer', '06 C5 00'),
  row('function keys', '2.28', 'entry', '06 E1 04 F1 F0 F1 41'),
  row('function keys, old', '2.29', 'entry', '06 88 03 00 41 00'),
  row('number', '2.30', 'entry', '06 E2 04 F1 F0 F1 41'),
  row('number, old', '2.32', 'entry', '06 86 03 00 41 00'),
  row('encrypted number', '2.31', 'entry', '06 E7 04 F1 F0 F1 41'),
  row('image', '2.33', 'entry', '06 F0 02 F0 05'),
  row('customer-card PIN', '2.34', 'entry', '06 E3 00'),
  row('customer-card PIN, old', '2.35', 'entry', '06 87 00'),
  row('read card', '2.21', 'status information', '06 C0 01 1E'),
];

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const hexOf = (data: Uint8Array): string =>
  (Buffer.from(data).toString('hex').toUpperCase().match(/../g) ?? []).join(' ');

/** Two bytes of control field, a length of one byte or `FF low high`, so many bytes. */
class Cutter {
  #rest = Buffer.alloc(0);

  *cut(chunk: Buffer): Generator<string> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const rest = this.#rest;
      const head = rest[2] === 0xff ? 5 : 3;
      if (rest.length < head) return;
      const length = head === 5 ? rest.readUInt16LE(3) : (rest[2] ?? 0);
      if (rest.length < head + length) return;
      yield hexOf(rest.subarray(0, head + length));
      this.#rest = rest.subarray(head + length);
    }
  }
}

/** What comes over a connection, one APDU after the other; null once it is closed. */
class Ear {
  readonly #heard: string[] = [];
  #isClosed = false;
  #wake = (): void => {};

  constructor(socket: Socket) {
    const cutter = new Cutter();
    socket.on('data', (chunk: Buffer) => {
      this.#heard.push(...cutter.cut(chunk));
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  async next(): Promise<string | null> {
    while (this.#heard.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#heard.shift() ?? null;
  }

  waiting(): number {
    return this.#heard.length;
  }
}

const isAnswer = (apdu: string): boolean => /^8[04]/.test(apdu);

export type DocumentTerminal = Readonly<{
  address: string;
  /** What the till did wrong, one sentence each. */
  faults: string[];
  /** Control fields of the commands that came, in order. */
  commands: string[];
  /** What the till answered to each message, in order. */
  answers: string[];
  close(): Promise<void>;
}>;

export type TerminalScript = Readonly<{
  /** Before the till has said anything. */
  greeting?: string;
  /** The first answer to that command, and what follows; by its control field, else the row of the table. */
  answers?: Readonly<Record<string, readonly string[]>>;
}>;

/** Answers each command by the table and waits for the till's answer to each message, as a terminal does. */
export async function documentTerminal(script: TerminalScript = {}): Promise<DocumentTerminal> {
  const faults: string[] = [];
  const commands: string[] = [];
  const answers: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    if (script.greeting) socket.write(bytes(script.greeting));
    const ear = new Ear(socket);
    void (async () => {
      for (let apdu = await ear.next(); apdu !== null; apdu = await ear.next()) {
        if (isAnswer(apdu)) {
          faults.push(`${apdu} answers nothing`);
          continue;
        }
        commands.push(apdu.slice(0, 5));
        for (const message of answersTo(apdu, script)) {
          socket.write(bytes(message));
          if (isAnswer(message)) continue;
          const answer = await ear.next();
          if (answer !== null) answers.push(answer);
          if (answer !== null && !isAnswer(answer)) {
            faults.push(`${message} is answered with ${answer}`);
          }
        }
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    commands,
    answers,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answersTo(apdu: string, { answers = {} }: TerminalScript): readonly string[] {
  const control = apdu.slice(0, 5);
  const scripted = answers[control];
  if (scripted) return scripted;
  const found = documentRows.find(({ command }) => command.startsWith(control));
  switch (found?.end) {
    case undefined:
      return ['84 83 00'];
    case 'completion':
      return ['80 00 00', ...(found.says ?? [])];
    case 'first answer':
      return ['80 00 00'];
    case 'entry':
      return ['80 00 01 0D'];
    case 'status information':
      return ['80 00 00', '04 0F 0B 22 F0 F8 EE EE EE EE EE EE 11 11'];
  }
}

/** What a till asked for when it registered. */
export type AskedFor = Readonly<{ config: number; container: boolean; listed: readonly string[] }>;

/** By 2.1 and 2.24: what a till that has not registered, or has logged off, is taken to have asked for. */
export const askedForNothing: AskedFor = { config: 0x86, container: false, listed: [] };

/** Why a terminal may not say this to that till; null where it may. */
export function wrongToSay(apdu: string, asked: AskedFor, isLoggedOn: boolean): string | null {
  const control = apdu.slice(0, 5);
  const data = apdu.slice(apdu.startsWith('FF', 6) ? 15 : 9).split(' ');
  switch (control) {
    case '04 FF': {
      if (!isLoggedOn || (asked.config & 0x08) === 0) return `${apdu} was not asked for`;
      if (data[1] === '06') return `${apdu} has a container and no time-out byte`;
      return data[2] === '06' && !asked.container ? `${apdu} has a container` : null;
    }
    case '06 D1':
      return (asked.config & 0x80) === 0 ? `${apdu} was not asked for` : null;
    case '06 D3':
      return asked.listed.includes('06 D3') && (asked.config & 0x80) !== 0
        ? null
        : `${apdu} is not listed`;
    case '04 0F':
    case '06 0F':
    case '06 1E':
      return null;
    default:
      return asked.listed.includes(control) ? null : `${apdu} is not listed`;
  }
}

export type Turn = Readonly<{
  /** The first answer. */
  answer: string;
  /** Everything else, the last of it the end where there is one. */
  heard: readonly string[];
}>;

/** Owns a connection to a terminal. */
export class DocumentTill {
  readonly #socket: Socket;
  readonly #ear: Ear;
  #asked = askedForNothing;
  #isLoggedOn = false;
  /** What the terminal did wrong. */
  readonly faults: string[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#ear = new Ear(socket);
  }

  static async open(address: string): Promise<DocumentTill> {
    const socket = connect(Number(/\d+$/.exec(address)?.[0]), '127.0.0.1');
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new DocumentTill(socket);
  }

  /** 06 00, with a list of permitted commands in a container or without one. */
  register(config: string, listed: readonly string[] | null): Promise<Turn> {
    const list = (listed ?? []).map((control) => `0A 02 ${control}`);
    const size = (count: number): string => count.toString(16).toUpperCase().padStart(2, '0');
    const container =
      listed === null
        ? ''
        : ` 06 ${size(2 + 4 * list.length)} 26 ${size(4 * list.length)} ${list.join(' ')}`;
    const data = `${password} ${config} 09 78${container}`.trim();
    this.#asked = {
      config: Number.parseInt(config, 16),
      container: listed !== null,
      listed: listed ?? [],
    };
    this.#isLoggedOn = true;
    return this.run(`06 00 ${size(data.split(' ').length)} ${data}`, 'completion');
  }

  async logOff(): Promise<Turn> {
    const turn = await this.run('06 02 00', 'first answer');
    this.#asked = askedForNothing;
    this.#isLoggedOn = false;
    return turn;
  }

  /** Sends a command and is a slave until it ends. `answers`: what it says to that message, instead of 80 00 00. */
  async run(
    command: string,
    end: DocumentEnd,
    answers: (message: string) => string = () => '80 00 00',
  ): Promise<Turn> {
    this.send(command);
    const answer = await this.#next();
    if (answer.startsWith('84') || end === 'first answer' || end === 'entry')
      return { answer, heard: [] };
    const heard: string[] = [];
    for (;;) {
      const message = await this.#next();
      if (isAnswer(message)) {
        // To an abort of ours.
        heard.push(message);
        continue;
      }
      const wrong = wrongToSay(message, this.#asked, this.#isLoggedOn);
      if (wrong) this.faults.push(wrong);
      heard.push(message);
      const said = answers(message);
      this.send(said);
      const isOver =
        /^06 (0F|1E)/.test(message) ||
        (end === 'status information' && message.startsWith('04 0F'));
      if (isOver || (message.startsWith('06 DD') && said.startsWith('80')))
        return { answer, heard };
    }
  }

  send(apdu: string): void {
    this.#socket.write(bytes(apdu));
  }

  /** Messages that came and that nobody has waited for. */
  unheard(): number {
    return this.#ear.waiting();
  }

  close(): void {
    this.#socket.destroy();
  }

  async #next(): Promise<string> {
    const apdu = await this.#ear.next();
    if (apdu === null) throw new Error('the terminal hung up');
    return apdu;
  }
}
