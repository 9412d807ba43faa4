/** A sheet over the screen, with keys of its own. Esc and a press beside it close it, unless something must be decided first. */
import { type PointerEvent, type ReactNode, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { type KeyHandlers, type Keys, useKeys } from '../page/keys.ts';
import { LayerProvider, useSheet } from '../page/layers.ts';
import { useTypedKeys } from '../page/typed-keys.ts';

type Props = Readonly<{
  id: string;
  title: string;
  /** Absent while the dialog must not be closed. */
  onClose?: (() => void) | undefined;
  wide?: boolean;
  keys?: Keys;
  on?: KeyHandlers;
  /** What is typed where no text field has the focus; answers whether it was used. */
  onTyped?: (key: string, event: KeyboardEvent) => boolean;
  children: ReactNode;
}>;

export function Sheet(props: Props) {
  const { onClose } = props;
  const sheet = useRef<HTMLDivElement>(null);
  const depth = useSheet(sheet);
  const titleId = useId();
  const beside = (event: PointerEvent) => {
    if (event.target === event.currentTarget) onClose?.();
  };
  return createPortal(
    <LayerProvider value={depth}>
      <SheetKeys {...props} />
      <div className="veil" onPointerDown={beside}>
        <div
          ref={sheet}
          className={props.wide ? 'sheet sheet-wide' : 'sheet'}
          data-testid={props.id}
          role="dialog"
          aria-modal="true"
          aria-labelledby={titleId}
          tabIndex={-1}
        >
          <h2 id={titleId} className="sheet-title">
            {props.title}
          </h2>
          {props.children}
        </div>
      </div>
    </LayerProvider>,
    document.getElementById('sheets') ?? document.body,
  );
}

function SheetKeys({ keys = {}, on = {}, onTyped, onClose }: Props) {
  useKeys({ back: 'dialog.back', ...keys }, { back: onClose ?? null, ...on });
  useTypedKeys(onTyped ?? nothing, onTyped !== undefined);
  return null;
}

const nothing = (): boolean => false;
