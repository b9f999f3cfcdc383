import { useState } from 'preact/hooks';

/** What a visitor's browser remembers, each as text under a key of its own; the page's head reads the theme too. */
const keys = {
  theme: 'cairn-playground-theme',
  developer: 'cairn-playground-developer',
  tour: 'cairn-playground-tour',
} as const;

/** One preference, and how to change it; `null` while nothing was chosen. */
export function usePreference(name: keyof typeof keys): [string | null, (value: string) => void] {
  const [value, setValue] = useState(() => localStorage.getItem(keys[name]));
  return [
    value,
    (next) => {
      localStorage.setItem(keys[name], next);
      setValue(next);
    },
  ];
}
