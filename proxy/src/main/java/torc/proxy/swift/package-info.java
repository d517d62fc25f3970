/// The Swift dialect: the object storage API of OpenStack over [torc.proxy.objects.ObjectService].
///
/// Every request takes one way: [torc.proxy.swift.SwiftDialect] (the edge) → `Gate` (who, what, may they) → one
/// method of `account`, `container` or `object`. Refusals come back as [torc.proxy.swift.request.Refused] and get their
/// status and text in `ErrorTable`. All of it runs on the request's virtual thread.
/// `docs/how-to/swift.md` shows its use, `docs/conformance/swift.md` what of the API is in.
@NullMarked
package torc.proxy.swift;

import org.jspecify.annotations.NullMarked;
