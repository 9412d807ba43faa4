/** A sheet over the screen. Esc and a press beside it close it, unless something must be decided first. */
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

type Props = Readonly<{
  id: string;
  title: string;
  /** Absent while the dialog must not be closed. */
  onClose?: (() => void) | undefined;
  wide?: boolean;
  role?: 'dialog' | 'alertdialog';
  children: ReactNode;
}>;

export function Sheet({ id, title, onClose, wide = false, role = 'dialog', children }: Props) {
  return (
    <ModalOverlay
      className="veil"
      isOpen
      isDismissable={onClose !== undefined}
      isKeyboardDismissDisabled={onClose === undefined}
      onOpenChange={(open) => {
        if (!open) onClose?.();
      }}
    >
      <Modal className={wide ? 'sheet sheet-wide' : 'sheet'}>
        <Dialog className="sheet-body" data-testid={id} role={role}>
          <Heading slot="title" className="sheet-title">
            {title}
          </Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
