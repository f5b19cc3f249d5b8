/** Records that have a title, as the lists and forms of the settings take them: by name. */
export const named = <T extends { title: string }>(record: T): T & { name: string } => ({
  ...record,
  name: record.title,
});

/** Where in such a form stands what the server calls so. */
export const fieldOfTitle = (path: string): string => (path === 'title' ? 'name' : path);
