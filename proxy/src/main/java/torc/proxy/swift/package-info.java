/// The Swift dialect: the object storage API of OpenStack over [torc.proxy.objects.ObjectService].
@NullMarked
package torc.proxy.swift;

import org.jspecify.annotations.NullMarked;
