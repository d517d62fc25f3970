/// Makes the rows of lost containers anew from what the headers of blobs tell.
///
/// Begin at [torc.proxy.rebuild.Rebuild]. It may run beside traffic: it adds rows where there are none and
/// changes
/// nothing else. What headers do not tell (docs/how-to/recover.md has the list) cannot come back.
@NullMarked
package torc.proxy.rebuild;

import org.jspecify.annotations.NullMarked;
