/**
 * Logical name of a key that was made anew `rotation` times. Another name is another key: the engine makes it first, and
 * deletes the one before it when all that used that has been changed. Only for keys, which hold nothing.
 */
export const rotatedName = (name: string, rotation: number): string =>
  rotation === 0 ? name : `${name}-${rotation}`;
