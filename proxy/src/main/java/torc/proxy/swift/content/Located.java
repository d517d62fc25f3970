package torc.proxy.swift.content;

import torc.common.http.Headers;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.SwiftPath;

/// The object that a path leads to.
///
/// @param path where it is stored, which is another than the reader's if links led here
/// @param object as it is stored: of a large object, the manifest
/// @param location what its answers say of where it is; empty if no link led here
public record Located(SwiftPath path, StoredObject object, Headers location) {}
