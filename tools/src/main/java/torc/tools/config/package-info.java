/// The one configuration of a Torc process: what all features can be told, in one record.
@NullMarked
package torc.tools.config;

import org.jspecify.annotations.NullMarked;
