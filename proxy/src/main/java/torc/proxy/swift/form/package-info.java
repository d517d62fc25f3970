/// Uploads from forms of web pages (Swift's formpost). Begin at [torc.proxy.swift.form.FormPost].
@NullMarked
package torc.proxy.swift.form;

import org.jspecify.annotations.NullMarked;
