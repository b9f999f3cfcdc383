/** Things beside each other in as few rows as they fit in, `gap` apart. */
export function breakRows<T extends { readonly width: number }>(
  things: readonly T[],
  room: number,
  gap: number,
): readonly (readonly T[])[] {
  const rows: T[][] = [];
  for (const thing of things) {
    const row = rows.at(-1);
    if (row !== undefined && rowWidth([...row, thing], gap) <= room) row.push(thing);
    else rows.push([thing]);
  }
  return rows;
}

export function rowWidth(row: readonly { readonly width: number }[], gap: number): number {
  return row.reduce((sum, { width }) => sum + width, 0) + gap * (row.length - 1);
}
