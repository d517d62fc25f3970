/// Containers as web sites (Swift's staticweb and domain_remap). Begin at [torc.proxy.swift.web.StaticWeb].
@NullMarked
package torc.proxy.swift.web;

import org.jspecify.annotations.NullMarked;
