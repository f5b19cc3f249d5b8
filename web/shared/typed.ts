import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

const TYPING_MS = 200;

/** What stands in the field, ahead of the address by as long as somebody types. */
export function useTyped(search: string | undefined, apply: (search: string | undefined) => unknown) {
  const [typed, setTyped] = useState(search ?? '');
  const applied = useRef(search);
  const later = useDebouncedCallback((value: string) => {
    applied.current = value.trim() || undefined;
    apply(applied.current);
  }, TYPING_MS);
  useEffect(() => {
    // The address was changed by another hand, such as the Back button.
    if (search !== applied.current) setTyped(search ?? '');
    applied.current = search;
  }, [search]);
  const ask = (value: string) => {
    setTyped(value);
    later(value);
  };
  return [typed, ask] as const;
}
