import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

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

  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
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
