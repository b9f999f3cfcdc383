import type { Fault, Faults } from './contract.ts';

interface Rule<F> {
  readonly method: string | undefined;
  readonly path: readonly string[] | undefined;
  readonly fault: F;
  strikesLeft: number;
}

export interface FaultRules<F = Fault> extends Faults<F> {
  /** The fault that strikes this request, which counts as a strike; the oldest rule wins. */
  strike(method: string, path: string): F | undefined;
}

export function createFaultRules<F = Fault>(): FaultRules<F> {
  const rules = new Set<Rule<F>>();
  return {
    inject({ method, path, times = Infinity, fault }) {
      const rule: Rule<F> = {
        method: method?.toUpperCase(),
        path: path?.split('/'),
        fault,
        strikesLeft: times,
      };
      rules.add(rule);
      return () => {
        rules.delete(rule);
      };
    },

    clear() {
      rules.clear();
    },

    strike(method, path) {
      for (const rule of rules) {
        if (rule.method !== undefined && rule.method !== method) continue;
        if (rule.path !== undefined && !matches(rule.path, path)) continue;
        rule.strikesLeft -= 1;
        if (rule.strikesLeft <= 0) rules.delete(rule);
        return rule.fault;
      }
      return undefined;
    },
  };
}

function matches(pattern: readonly string[], path: string): boolean {
  const segments = path.split('/');
  return (
    segments.length === pattern.length &&
    pattern.every((expected, index) => expected === '*' || expected === segments[index])
  );
}
