-- What is asked while looking lies in short rows, apart from the texts: a thousand of them are read for one answer.
ALTER TABLE search_documents DROP COLUMN alone;
