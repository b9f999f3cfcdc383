import { characters, type Field } from './field.ts';

/** What has to be counted or unique across all components of one message or modal. */
export interface ComponentCensus {
  /** Counts the component and checks its optional numeric `id`. */
  enter(component: Field): void;
  /** Checks the component's `custom_id`, which is required. */
  identify(component: Field): void;
  addText(text: string): void;
  readonly components: number;
  readonly textLength: number;
}

const largestId = 2 ** 31 - 1;

export function createComponentCensus(): ComponentCensus {
  const ids = new Set<number>();
  const customIds = new Set<string>();
  let components = 0;
  let textLength = 0;
  return {
    get components() {
      return components;
    },
    get textLength() {
      return textLength;
    },
    enter(component) {
      components += 1;
      const field = component.at('id');
      const id = field.integer({ min: 0, max: largestId });
      // 0 stands for "give it one": Discord replaces it, so several components may have it.
      if (id === undefined || id === 0) return;
      if (ids.has(id)) field.refuse('COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated');
      ids.add(id);
    },
    identify(component) {
      const field = component.at('custom_id');
      const customId = field.text({ min: 1, max: 100, required: true });
      if (customId === undefined) return;
      if (customIds.has(customId)) {
        field.refuse('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
      }
      customIds.add(customId);
    },
    addText(text) {
      textLength += characters(text);
    },
  };
}
