import { memoryStore } from '../src/index.ts';
import { storeConformance } from './store-conformance.ts';

storeConformance('memoryStore', {
  // Servers of one process share the object.
  newPlace: async () => {
    const store = memoryStore();
    return { open: () => store, destroy: async () => undefined };
  },
  forgetful: true,
});
