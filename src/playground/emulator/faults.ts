import type { Fault, Faults } from './contract.ts';

interface Rule {
  readonly method: string | undefined;
  readonly path: readonly string[] | undefined;
  readonly fault: Fault;
  strikesLeft: number;
}

export interface FaultRules extends Faults {
  /** The fault that strikes this request, which counts as a strike; the oldest rule wins. */
  strike(method: string, path: string): Fault | undefined;
}

export function createFaultRules(): FaultRules {
  const rules = new Set<Rule>();
  return {
    inject({ method, path, times = Infinity, fault }) {
      const rule: Rule = { method: method?.toUpperCase(), path: path?.split('/'), fault, strikesLeft: times };
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
