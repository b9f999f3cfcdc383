import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MenuItem, OpenMenu } from './playground-context.ts';

/** The one menu that may be open. Closes on a choice, Esc, Tab, or a press elsewhere, and gives the focus back. */
export function Menu(props: { menu: OpenMenu; onClose: () => void }) {
  const { menu, onClose } = props;
  const list = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    const margin = 8;
    const top = menu.place.isAbove === true ? menu.place.y - height : menu.place.y;
    element.style.left = `${Math.max(margin, Math.min(menu.place.x, innerWidth - width - margin))}px`;
    element.style.top = `${Math.max(margin, Math.min(top, innerHeight - height - margin))}px`;
  }, [menu]);

  // Before the next key arrives, so that it goes where the focus is meant to be.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const first = list.current?.querySelector<HTMLElement>('[aria-checked=true]') ?? itemAt(0);
    first?.focus();
    const closeOutside = (event: PointerEvent): void => {
      if (event.target instanceof Node && list.current?.contains(event.target) === false) onClose();
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [menu]);

  function itemAt(index: number): HTMLElement | undefined {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    return items.at(index % Math.max(items.length, 1));
  }

  function move(step: number): void {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    const index = items.findIndex((item) => item === document.activeElement);
    itemAt(index + step)?.focus();
  }

  function choose(item: MenuItem): void {
    onClose();
    item.run();
  }

  return (
    <div
      ref={list}
      class="menu"
      role="menu"
      aria-label={menu.label}
      onContextMenu={(event) => {
        event.preventDefault();
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
        else if (event.key === 'Home') itemAt(0)?.focus();
        else if (event.key === 'End') itemAt(-1)?.focus();
        else if (event.key === 'Escape' || event.key === 'Tab') onClose();
        else return;
        event.preventDefault();
      }}
    >
      {menu.showsLabel === true && (
        <p class="menu-label" aria-hidden="true">
          {menu.label}
        </p>
      )}
      {menu.items.map((item) => (
        <button
          key={item.label}
          type="button"
          role={item.isChecked === undefined ? 'menuitem' : 'menuitemradio'}
          {...(item.isChecked === undefined ? {} : { 'aria-checked': item.isChecked })}
          tabIndex={-1}
          onClick={() => {
            choose(item);
          }}
        >
          <span>{item.label}</span>
          {item.detail !== undefined && <small>{item.detail}</small>}
        </button>
      ))}
      {menu.items.length === 0 && <p class="empty">Nothing to do here yet.</p>}
    </div>
  );
}
