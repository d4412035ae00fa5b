export const FLEET_NAME = 'fleet.example';

/** Name of an endpoint of the fleet. */
export function hostOf(index) {
  return `mail${index + 1}.${FLEET_NAME}`;
}

/** Its address, from 127.1.0.1 on; addresses that end with 0 or 255 are left out. */
export function addressOf(index) {
  return `127.${1 + Math.floor(index / 63_500)}.${Math.floor(index / 254) % 250}.${1 + (index % 254)}`;
}

/** The other way round. */
export function indexOf(address) {
  const [, second, third, fourth] = address.split('.').map(Number);
  return Math.max(0, (second - 1) * 63_500 + third * 254 + fourth - 1);
}
