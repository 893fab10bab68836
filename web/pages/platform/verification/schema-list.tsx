/** The properties of an input or output with what they mean and their unit, from the schema itself. */
import { formatSchema, type ValueSchema } from './schema-words.ts'
import styles from './component.module.css'

export function SchemaList({ title, schema }: { readonly title: string; readonly schema: unknown }) {
  const { properties = {}, required = [] } = (schema ?? {}) as ValueSchema
  return (
    <section aria-label={`${title}字段`}>
      <h3 className={styles.heading}>{title}字段</h3>
      <dl className={styles.fields}>
        {Object.entries(properties).map(([name, property]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
              <span className="quiet small">
                {formatSchema(property)}
                {!required.includes(name) && '，可不给'}
              </span>
            </dt>
            <dd>{property.description ?? ''}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
