const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is no id never becomes a part of an address of the API: `..` in it would ask for something else. */
export const idOf = (value: unknown): string | undefined => (ID.test(String(value)) ? String(value) : undefined);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A day as `YYYY-MM-DD`; undefined for anything else. */
export const dayOf = (value: unknown): string | undefined => {
  const given = textOf(value);
  return given && /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)) ? given : undefined;
};
