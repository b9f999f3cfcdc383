import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A window over the page: holds the focus, hides the rest from readers, closes on Esc and on a press beside it. */
export function Dialog(props: {
  class: string;
  /** The id of its heading, or what it is called without one. */
  labelledBy?: string;
  label?: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const { onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);

  // Before the next key arrives, so that it goes where the focus is meant to be.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    return () => {
      // As long as it is on the page, nothing under it can take the focus.
      element?.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      class={`dialog ${props.class}`}
      aria-labelledby={props.labelledBy}
      aria-label={props.label}
      onCancel={(event) => {
        // Taken off the page as by its own buttons: Chromium's own closing leaves a focus that takes no typing.
        event.preventDefault();
        onClose();
      }}
      onClose={onClose}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {props.children}
    </dialog>
  );
}
