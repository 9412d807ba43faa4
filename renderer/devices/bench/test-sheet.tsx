/** What a test must be told before it starts: a text, a count, a key, bytes. */
import { useState } from 'react';
import {
  type BenchTest,
  type BenchTestName,
  benchTestSchema,
} from '../../../domain/devices/bench.ts';
import type { DeviceFamily } from '../../../domain/devices/register.ts';
import { keyFor } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { Sheet } from '../../parts/dialog.tsx';
import { type MessageKey, useWords } from '../../words/i18n.tsx';

type Fields = Readonly<Record<string, string>>;

type Form = Readonly<{
  fields: readonly Readonly<{ name: string; label: MessageKey; start: string; code?: boolean }>[];
  /** Shown above the fields. */
  lead: MessageKey;
  read(fields: Fields, family: DeviceFamily): unknown;
}>;

const wrappedKey = {
  name: 'wrappedKey',
  label: 'test.field.wrappedKey',
  start: '',
  code: true,
} as const;
const keyOrNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim().toUpperCase();

const forms: Readonly<Partial<Record<BenchTestName, Form>>> = {
  display: {
    lead: 'test.lead.display',
    fields: [
      { name: 'first', label: 'test.field.firstLine', start: 'ROLLCALL TEST' },
      { name: 'second', label: 'test.field.secondLine', start: '12345678901234567890' },
    ],
    read: ({ first = '', second = '' }) => ({
      test: 'display',
      lines: second === '' ? [first] : [first, second],
    }),
  },
  pin: {
    lead: 'test.lead.pin',
    fields: [wrappedKey],
    read: (fields) => ({ test: 'pin', wrappedKey: keyOrNull(fields.wrappedKey) }),
  },
  kcv: {
    lead: 'test.lead.kcv',
    fields: [wrappedKey],
    read: (fields) => ({ test: 'kcv', wrappedKey: keyOrNull(fields.wrappedKey) }),
  },
  mac: {
    lead: 'test.lead.mac',
    fields: [wrappedKey],
    read: (fields) => ({ test: 'mac', wrappedKey: keyOrNull(fields.wrappedKey) }),
  },
  drawer: {
    lead: 'test.lead.drawer',
    fields: [{ name: 'pulseMs', label: 'test.field.pulseMs', start: '100' }],
    read: ({ pulseMs }) => ({ test: 'drawer', pulseMs: Number(pulseMs) }),
  },
  soak: {
    lead: 'test.lead.soak',
    fields: [{ name: 'exchanges', label: 'test.field.exchanges', start: '1000' }],
    read: ({ exchanges }) => ({ test: 'soak', exchanges: Number(exchanges) }),
  },
  raw: {
    lead: 'test.lead.raw',
    fields: [
      { name: 'hex', label: 'test.field.hex', start: '', code: true },
      { name: 'waitMs', label: 'test.field.waitMs', start: '1000' },
    ],
    read: ({ hex = '', waitMs }) => ({ test: 'raw', hex: hex.trim(), waitMs: Number(waitMs) }),
  },
};

type Props = Readonly<{
  name: BenchTestName;
  family: DeviceFamily;
  onClose: () => void;
  onStart: (test: BenchTest) => void;
}>;

export function TestSheet({ name, family, onClose, onStart }: Props) {
  const { t } = useWords();
  const form = forms[name];
  const [fields, setFields] = useState<Fields>(() =>
    Object.fromEntries(form?.fields.map((field) => [field.name, field.start]) ?? []),
  );
  if (!form) return null;
  const parsed = benchTestSchema.safeParse(form.read(fields, family));

  return (
    <Sheet
      id="test-dialog"
      title={t(`test.${name}`)}
      keys={{ confirm: 'test.start' }}
      onClose={onClose}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (parsed.success) onStart(parsed.data);
        }}
      >
        <p className={name === 'raw' ? 'form-lead form-warning' : 'form-lead'}>{t(form.lead)}</p>
        {form.fields.map((field, index) => (
          <label key={field.name} className="form-field">
            <span>{t(field.label)}</span>
            <input
              className={field.code ? 'field field-code' : 'field'}
              data-testid={`test-${field.name}`}
              autoComplete="off"
              spellCheck={false}
              ref={index === 0 ? focusOnMount : undefined}
              value={fields[field.name] ?? ''}
              onChange={(event) => setFields({ ...fields, [field.name]: event.target.value })}
            />
          </label>
        ))}
        <div className="form-two">
          <Act id="test-cancel" hint={keyFor.back} onPress={onClose}>
            {t('dialog.cancel')}
          </Act>
          <Act
            id="test-start"
            tone="ink"
            hint={keyFor.confirm}
            disabled={!parsed.success}
            onPress={() => parsed.success && onStart(parsed.data)}
          >
            {t('test.start')}
          </Act>
        </div>
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Sheet>
  );
}

function focusOnMount(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}
