const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is no id never becomes a part of an address of the API: `..` in it would ask for something else. */
export const idOf = (value: unknown): string | undefined => (ID.test(String(value)) ? String(value) : undefined);
