export const shapes = {} as Record<string, Record<string, never>>;
