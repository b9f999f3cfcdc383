import { useState } from 'preact/hooks';
import type { PersonView } from '../protocol.ts';

const hueCount = 6;

export function Avatar(props: { person: PersonView; isBot?: boolean; size?: 'small' }) {
  const size = props.size ?? 'normal';
  const { avatarUrl } = props.person;
  const [missing, setMissing] = useState<string | null>(null);
  if (props.isBot === true) {
    return <img class={`avatar ${size}`} src="/static/cairn.svg" alt="" width="40" height="40" />;
  }
  if (avatarUrl !== null && avatarUrl !== missing) {
    return (
      <img
        class={`avatar ${size}`}
        src={avatarUrl}
        alt=""
        width="40"
        height="40"
        onError={() => {
          setMissing(avatarUrl);
        }}
      />
    );
  }
  return (
    <span
      class={`avatar ${size} hue-${hueOf(props.person.id)}`}
      // A picture, and no words of the page.
      data-initials={initials(props.person.name)}
      aria-hidden="true"
    />
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word.slice(0, word.codePointAt(0) === word.charCodeAt(0) ? 1 : 2).toUpperCase())
    .join('');
}

function hueOf(id: string): number {
  return Number(BigInt(id) % BigInt(hueCount));
}
