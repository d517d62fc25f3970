/// Who is calling: the one interface that the object APIs (`proxy`) and the identity service (`control`)
/// share. `control` implements it; `proxy` asks it; neither knows the other.
@NullMarked
package torc.common.identity;

import org.jspecify.annotations.NullMarked;
