/** HID devices as ports: one per device, though one device shows as many interfaces and collections as it likes. */
import type { PortInfo } from '../../domain/devices/bench.ts';
import { usbAddress } from '../address.ts';

/** As `node-hid` lists them. */
export type HidListing = Readonly<{
  vendorId: number;
  productId: number;
  path?: string | undefined;
  serialNumber?: string | undefined;
  manufacturer?: string | undefined;
  product?: string | undefined;
  interface: number;
  usagePage?: number | undefined;
  usage?: number | undefined;
}>;

/** Keyboards and mice live here (USB HID Usage Tables §4); the system holds them, and nothing is read from them. */
const genericDesktop = 0x01;

/**
 * Of a device with several interfaces or collections the one that is no keyboard or mouse, else the first. Two devices
 * that cannot be told apart stay two ports.
 */
export function hidPorts(listings: readonly HidListing[]): PortInfo[] {
  const byDevice = new Map<string, HidListing[]>();
  for (const listing of listings) {
    if (!listing.path) continue;
    const { vendorId, productId, serialNumber } = listing;
    const key = `${vendorId}:${productId}/${serialNumber ?? ''}`;
    byDevice.set(key, [...(byDevice.get(key) ?? []), listing]);
  }
  return Array.from(byDevice.values(), portsOfOneId).flat();
}

/** What has the same interface, page and usage at two paths is two devices. */
function portsOfOneId(listings: readonly HidListing[]): PortInfo[] {
  const ranked = [...listings].sort((a, b) => rank(a) - rank(b) || a.interface - b.interface);
  const best = ranked[0];
  if (!best) return [];
  return ranked
    .filter(
      (listing, index) =>
        isSameCollection(listing, best) &&
        ranked.findIndex(({ path }) => path === listing.path) === index,
    )
    .map(portInfo);
}

const rank = ({ usagePage }: HidListing): number => (usagePage === genericDesktop ? 1 : 0);

const isSameCollection = (a: HidListing, b: HidListing): boolean =>
  a.interface === b.interface && a.usagePage === b.usagePage && a.usage === b.usage;

function portInfo(listing: HidListing): PortInfo {
  const { vendorId, productId } = listing;
  const serialNumber = listing.serialNumber || null;
  return {
    kind: 'hid',
    address: usbAddress('hid', { vendorId, productId, serialNumber }),
    path: listing.path ?? '',
    vendorId,
    productId,
    serialNumber,
    manufacturer: listing.manufacturer || null,
    product: listing.product || null,
    usagePage: listing.usagePage ?? null,
    usage: listing.usage ?? null,
  };
}
