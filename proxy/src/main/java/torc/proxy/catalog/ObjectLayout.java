package torc.proxy.catalog;

import torc.proxy.objects.StoredObject;
import torc.proxy.rows.Body;
import torc.proxy.rows.ObjectRow;

/// An object as its rows tell of it, and where its bytes are: what an operator asks for.
///
/// @param shard text of the key of the shard that the rows are in
/// @param place where the bytes are found
/// @param body the blobs; empty where the bytes are in none
public record ObjectLayout(StoredObject object, String shard, ObjectRow.Place place, Body body) {}
