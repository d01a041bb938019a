"""The published form of an agreement (agreement/v1, docs/schemas/agreement.schema.json): lenient in what it may leave out.

A key that is not there leaves what is kept; null says that there is none.
"""
