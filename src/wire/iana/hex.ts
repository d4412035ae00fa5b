/** A number of the wire as it is printed when it has no name: `0xC030`. */
export function hex(value: number, digits: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
}
