/// One configuration: records of typed values, overlaid by a YAML file, checked as a whole, printed with meanings.
///
/// A feature declares a record with a `defaults()` and a [torc.common.config.Meaning] on each component; the program
/// nests them into one record. Begin reading at [torc.common.config.ConfigFile]. Called once, at the start.
@NullMarked
package torc.common.config;

import org.jspecify.annotations.NullMarked;
