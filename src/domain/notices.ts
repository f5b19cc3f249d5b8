/** What a subject or body may name in double braces: `{{amount}}`; it stands for what is told then (004). */
export const PLACEHOLDERS = ['customer', 'multipack', 'amount', 'due_date'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

const BRACES = /\{\{\s*([^{}]*?)\s*\}\}/g;

const isPlaceholder = (name: string): name is Placeholder => (PLACEHOLDERS as readonly string[]).includes(name);

/** Names in double braces that stand for nothing, each once. */
export const unknownPlaceholders = (text: string): string[] => [
  ...new Set([...text.matchAll(BRACES)].map(([, name]) => name!).filter((name) => !isPlaceholder(name))),
];

/** The text with what each placeholder stands for; what is filled in is not read again. */
export const fillPlaceholders = (text: string, values: Readonly<Record<Placeholder, string>>): string =>
  text.replaceAll(BRACES, (braces, name: string) => (isPlaceholder(name) ? values[name] : braces));
