/// The object service over rows and blobs (docs/architecture.md, "Objects").
///
/// Begin at [torc.proxy.catalog.CatalogService], which is what the program wires, then read `ObjectCommit`: every
/// change of an object is one transaction that it makes. `Borrowing`, [torc.proxy.catalog.DeadBodies],
/// [torc.proxy.catalog.BlobNaming] and [torc.proxy.catalog.Sweep] are the clean-up, by the rules of the architecture.
/// Everything blocks and is called from virtual threads.
@NullMarked
package torc.proxy.catalog;

import org.jspecify.annotations.NullMarked;
