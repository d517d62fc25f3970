/// What the routers of all OpenStack services share: routes with an access rule each, one gate,
/// JSON bodies
/// with
/// limits, and refusals in OpenStack's shape. Knows no service.
@NullMarked
package torc.control.api;

import org.jspecify.annotations.NullMarked;
