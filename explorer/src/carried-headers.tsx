import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef } from 'react';

import { PREPARED_HEADERS } from './headers';

/** Shows in a tab whose headers are untouched what was typed in another one: each tab has headers of its own, a token is the same for all. */
export function CarriedHeaders() {
  const editor = useGraphiQL((state) => state.headerEditor);
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  const typed = useRef(PREPARED_HEADERS);

  useEffect(() => {
    const listening = editor?.onDidChangeModelContent(() => {
      const headers = editor.getValue();
      if (headers.trim() && headers !== PREPARED_HEADERS) typed.current = headers;
    });
    return () => listening?.dispose();
  }, [editor]);

  useEffect(() => {
    if (editor?.getValue() === PREPARED_HEADERS) editor.setValue(typed.current);
  }, [editor, tab]);

  return null;
}
