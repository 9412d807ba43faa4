/** `devices -- udev [VID:PID…]`: rules for /etc/udev/rules.d, so that a till without root may open HID devices. */
import { usbModels } from '../../drivers/usb-ids.ts';
import type { UsbModel } from '../../drivers/usb-model.ts';
import { answer, type Command, exit, Usage } from './command.ts';

export const udev: Command = {
  usage: '[VID:PID…] [--json]',
  help: 'help.udev',
  positionals: [0, Number.POSITIVE_INFINITY],
  options: {},
  run: async (given) => {
    const rules = udevRules(usbModels, given.positionals.map(numbersOf));
    answer(given, { ok: true, rules }, rules);
    return exit.good;
  },
};

type Numbers = Pick<UsbModel, 'vendorId' | 'productId'>;

function numbersOf(typed: string): Numbers {
  const match = /^([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(typed);
  if (!match?.[1] || !match[2]) throw new Usage(`"${typed}" is no VID:PID, as in 1d6b:0104.`);
  return { vendorId: Number.parseInt(match[1], 16), productId: Number.parseInt(match[2], 16) };
}

/** One line a device, comments between; udev(7). */
export function udevRules(models: readonly UsbModel[], others: readonly Numbers[]): string[] {
  return [...models.flatMap((model) => [`# ${model.model}`, ruleOf(model)]), ...others.map(ruleOf)];
}

function ruleOf({ vendorId, productId }: Numbers): string {
  const hex = (value: number): string => value.toString(16).padStart(4, '0');
  const product = productId === null ? '' : `, ATTRS{idProduct}=="${hex(productId)}"`;
  const device = `KERNEL=="hidraw*", ATTRS{idVendor}=="${hex(vendorId)}"${product}`;
  return `${device}, GROUP="plugdev", MODE="0660", TAG+="uaccess"`;
}
