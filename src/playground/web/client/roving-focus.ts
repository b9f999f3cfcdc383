/** Where the arrow keys lead among items of which one has the focus; `undefined` for other keys, and at either end. */
export function arrowTarget(
  key: string,
  items: readonly HTMLElement[],
  current: Element | null,
): HTMLElement | undefined {
  const index = items.findIndex((item) => item === current);
  switch (key) {
    case 'ArrowDown':
      return items[index + 1];
    case 'ArrowUp':
      return index === -1 ? items.at(-1) : items[index - 1];
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
}

/** For the `onKeyDown` of a list of buttons: the arrows move among them, Tab leaves the list. */
export function moveWithArrows(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const target = arrowTarget(event.key, items, document.activeElement);
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}
