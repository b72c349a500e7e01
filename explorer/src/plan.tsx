import type { GraphiQLPlugin } from '@graphiql/react';
import { useEffect, useSyncExternalStore } from 'react';

import { type Explanation, explanations } from './explanations';

const BEFORE = 'Run an operation to see its plan: which fields it reads, what it asks of the source, and the code or SQL made for it.';
const WITHOUT = 'The last answer came without a plan. An operation that is executed has one, where PROFILES_EXPLAIN allows it.';

/** The pane that shows how the last answer came about; answers are explained while it is open. */
export const PLAN_PLUGIN: GraphiQLPlugin = { title: 'Plan', icon: PlanIcon, content: Plan };

function Plan() {
  const explanation = useSyncExternalStore(explanations.subscribe, explanations.last);
  useEffect(explanations.watch, []);
  return (
    <section aria-label="Plan" className="plan">
      <h2>Plan</h2>
      <p role="status">{explanation ? way(explanation) : explanation === null ? WITHOUT : BEFORE}</p>
      {explanation && <Parts explanation={explanation} />}
    </section>
  );
}

function Parts({ explanation: { plan = [], conditions = {}, reads = [] } }: { explanation: Explanation }) {
  const values = Object.entries(conditions).map(([name, value]) => `for $${name} = ${value}`);
  return (
    <>
      {plan.length > 0 && <Part title="Fields" text={[...values, ...plan]} />}
      {reads.map(({ field, asks, code, sql }) => (
        <div key={field}>
          <Part title={`${field}: reads`} text={[asks]} wrapped />
          {code && <Part title={`${field}: code`} text={code} />}
          {sql && <Part title={`${field}: SQL`} text={[sql]} wrapped />}
        </div>
      ))}
    </>
  );
}

function Part({ title, text, wrapped = false }: { title: string; text: string[]; wrapped?: boolean }) {
  return (
    <>
      <h3>{title}</h3>
      {/* What scrolls must be reached by keyboard. */}
      <pre tabIndex={0} role="group" aria-label={title} className={wrapped ? 'wrapped' : ''}>
        {text.join('\n')}
      </pre>
    </>
  );
}

function way({ way, reason, unsupported }: Explanation): string {
  if (way === 'compiled') return 'The plan answered.';
  const never = unsupported && unsupported !== reason ? ` It has no plan: ${unsupported}.` : '';
  return `The plain way answered: ${reason}.${never}`;
}

function PlanIcon() {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 3v12h5M4 7h5M13 7h4M13 15h4" />
      <rect x="9" y="5" width="4" height="4" />
      <rect x="9" y="13" width="4" height="4" />
    </svg>
  );
}
