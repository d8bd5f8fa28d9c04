from reverie.interop.actions.copies import Archive, CannotExport, export_client, safe_cells

__all__ = ["Archive", "CannotExport", "export_client", "safe_cells"]
