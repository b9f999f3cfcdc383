/*
 * Discord's flag enums name the single bits, while fields hold any set of them. Bit operators make plain numbers of
 * both; these keep the type.
 */

/** The set of these flags; of none, the empty one. */
export function flagSet<Flags extends number>(...flags: readonly Flags[]): Flags {
  return flags.reduce<number>((set, flag) => set | flag, 0) as Flags;
}

/** Those of the flags that are in `mask`. */
export function onlyFlags<Flags extends number>(flags: Flags, mask: number): Flags {
  return (flags & mask) as Flags;
}

export function withoutFlags<Flags extends number>(flags: Flags, mask: number): Flags {
  return (flags & ~mask) as Flags;
}
